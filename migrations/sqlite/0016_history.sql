-- 0016: what takes a retired guide's place, and lists of guides in any state for staff.

-- The guide that readers of a retired one are sent to; NULL: none. It may be renamed or retired
-- itself; no chain of them leads back to where it began.
ALTER TABLE articles ADD COLUMN successor_id INTEGER REFERENCES articles (id);
CREATE INDEX articles_by_successor ON articles (successor_id);

-- One walk for each way in which staff look for guides. None begins with the state, which nearly
-- all guides share: statements that only ask for published ones would take it. The last one holds published guides that
-- are to be reviewed, by the day from which they are stale (0: never verified).
CREATE INDEX articles_by_updated ON articles (updated_at, id);
CREATE INDEX articles_retired ON articles (updated_at, id) WHERE state = 2;
CREATE INDEX articles_by_author ON articles (author, updated_at, id);
CREATE INDEX articles_by_category ON articles (category, id);
CREATE INDEX articles_by_title ON articles (title_key, id);
CREATE INDEX articles_by_stale_day ON articles (
    coalesce(verified_day + (review_every_s + 86399) / 86400, 0), id)
    WHERE state = 1 AND review_every_s > 0;
