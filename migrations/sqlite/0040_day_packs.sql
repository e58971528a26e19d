-- 0040: a day's counts in one row each kind, so that a period of any length is added up from a few hundred
-- rows, however many queries or guides there are below them; and what readers said of steps by day.

-- kind: of model/day_pack.h. bytes: its format. A day has packs as soon as it is not due any more; of days
-- that are, the rows themselves are read. Forgotten with the rows that they were made of.
CREATE TABLE day_packs (
    kind  INTEGER NOT NULL CHECK (kind >= 0),
    day   INTEGER NOT NULL,
    bytes BLOB    NOT NULL,
    PRIMARY KEY (kind, day)
) STRICT;

-- changes: how often the day changed since it became due, so that a change between reading and writing is
-- seen. sums: the row in list_days is to be made anew, not only the packs: not of days whose views and
-- searches may be forgotten.
ALTER TABLE days_due ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE days_due ADD COLUMN sums INTEGER NOT NULL DEFAULT 1 CHECK (sums IN (0, 1));

INSERT INTO days_due (day, sums)
    SELECT day, day >= strftime('%s', 'now') / 86400 - 1
      FROM (SELECT DISTINCT day FROM vote_days UNION SELECT DISTINCT day FROM searches
             UNION SELECT DISTINCT day FROM views)
     WHERE true
    ON CONFLICT (day) DO NOTHING;

-- Answers to steps by the day on which they were given or last changed, kept with the other totals of
-- step_answers.
CREATE TABLE step_days (
    article_id INTEGER NOT NULL,
    day        INTEGER NOT NULL,
    step       INTEGER NOT NULL,
    worked     INTEGER NOT NULL CHECK (worked >= 0),
    failed     INTEGER NOT NULL CHECK (failed >= 0),
    PRIMARY KEY (article_id, day, step)
) STRICT, WITHOUT ROWID;

INSERT INTO step_days (article_id, day, step, worked, failed)
    SELECT article_id, at / 86400, step, sum(worked), sum(1 - worked) FROM step_answers GROUP BY 1, 2, 3;
