#include "model/money.h"

__extension__ typedef __int128 wide;

/* number / by, rounded half away from zero; `by` is positive. */
static bool divide(wide number, int64_t by, int64_t *out_result)
{
    wide size = number < 0 ? -number : number;
    wide result = (2 * size + by) / (2 * (wide)by);
    if (result > INT64_MAX)
        return false;
    *out_result = (int64_t)(number < 0 ? -result : result);
    return true;
}

bool saving_of(int64_t monthly_minor, int64_t annual_minor, struct saving *out_saving)
{
    struct saving saving;
    int64_t year;
    if (monthly_minor <= 0 || annual_minor < 0 ||
        __builtin_mul_overflow(monthly_minor, (int64_t)12, &year))
        return false;
    saving.year_minor = year - annual_minor; /* both are ≥ 0: cannot overflow */
    if (!divide((wide)saving.year_minor * 1000, year, &saving.tenths_percent) ||
        !divide(annual_minor, 12, &saving.effective_month_minor))
        return false;
    *out_saving = saving;
    return true;
}

bool currency_is_valid(struct slice code)
{
    if (code.len != 3)
        return false;
    for (size_t i = 0; i < 3; i++)
        if (code.ptr[i] < 'A' || code.ptr[i] > 'Z')
            return false;
    return true;
}
