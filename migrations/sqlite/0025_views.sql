-- 0025: how often pages were looked at.

-- By thing and day (days since 1970, UTC), and by nothing else: no person, no time of day. viewed: 0
-- guide, 1 category (id of its list), 2 phrase, 3 tree; id 0 counts what was not told apart. Guides
-- count also when they were seen through a phrase.
CREATE TABLE views (
    viewed INTEGER NOT NULL CHECK (viewed BETWEEN 0 AND 3),
    id     INTEGER NOT NULL,
    day    INTEGER NOT NULL,
    views  INTEGER NOT NULL CHECK (views > 0),
    PRIMARY KEY (viewed, id, day)
) STRICT, WITHOUT ROWID;

CREATE INDEX views_by_day ON views (day, viewed, id, views);
