/* Lengths in a drawing: tenths of a CSS pixel. */
#ifndef FORMAT_PIXELS_H
#define FORMAT_PIXELS_H

/* Rounded half away from zero; `px` is far inside the range. */
static inline long long tenths_of(double px)
{
    return (long long)(px * 10 + (px < 0 ? -0.5 : 0.5));
}

static inline double round_tenth(double px)
{
    return (double)tenths_of(px) / 10;
}

static inline double round_up(double px)
{
    double whole = (double)(long long)px;
    return whole < px ? whole + 1 : whole;
}

static inline double wider(double a, double b)
{
    return a > b ? a : b;
}

#endif
