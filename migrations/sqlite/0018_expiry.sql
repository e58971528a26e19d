-- 0018: what becomes of guides that nobody reviewed in time, and how far each can be trusted.

-- audience is what the viewer filter reads. It says staff for a guide that its policy has hidden;
-- own_audience is what the guide's text says. on_expiry: 0 banner, 1 hide, 2 back to draft (state 0:
-- taken offline by that policy). confidence (KCS): 0 not said, 1 work in progress, 2 not validated,
-- 3 validated, 4 archived. expires_day and expire_after_s are those of the text, 0: none.
-- due_day is the day from which somebody should look at the guide (0: it was never verified),
-- expiry_day that from which its policy applies; both follow from the text, by model/article.h.
ALTER TABLE articles ADD COLUMN own_audience INTEGER NOT NULL DEFAULT 0
    CHECK (own_audience IN (0, 1, 2));
ALTER TABLE articles ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1));
ALTER TABLE articles ADD COLUMN on_expiry INTEGER NOT NULL DEFAULT 0 CHECK (on_expiry IN (0, 1, 2));
ALTER TABLE articles ADD COLUMN expires_day INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN expire_after_s INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN due_day INTEGER;
ALTER TABLE articles ADD COLUMN expiry_day INTEGER;
ALTER TABLE articles ADD COLUMN confidence INTEGER NOT NULL DEFAULT 0
    CHECK (confidence IN (0, 1, 2, 3, 4));

UPDATE articles
   SET own_audience = audience,
       due_day = CASE WHEN review_every_s > 0
                      THEN coalesce(verified_day + (review_every_s + 86399) / 86400, 0) END,
       expiry_day = CASE WHEN review_every_s > 0
                         THEN verified_day + (review_every_s + 86399) / 86400 END;

-- What is to be reviewed, the longest due first, now for every reason there may be.
DROP INDEX articles_by_stale_day;
CREATE INDEX articles_by_due_day ON articles (due_day, id)
    WHERE state = 1 AND due_day IS NOT NULL;
-- Guides whose policy is still to act.
CREATE INDEX articles_expiring ON articles (expiry_day, id)
    WHERE state = 1 AND hidden = 0 AND on_expiry > 0 AND expiry_day IS NOT NULL;
CREATE INDEX articles_by_confidence ON articles (confidence, updated_at, id) WHERE confidence > 0;
-- What was taken offline.
CREATE INDEX articles_offline ON articles (updated_at, id) WHERE state = 0;
