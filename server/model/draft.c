#include "model/draft.h"

struct article_meta guide_expiry(const struct guide *guide)
{
    return (struct article_meta){
        .verified_day = guide->verified_day,
        .review_every_s = guide->review_every_s,
        .expires_day = guide->expires_day,
        .expire_after_s = guide->expire_after_s,
        .on_expiry = guide->on_expiry,
    };
}
