-- 0039: a day's counts in one row each kind, so that a period of any length is added up from a few hundred
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
    SELECT day, 0 FROM (SELECT DISTINCT day FROM vote_days UNION SELECT DISTINCT day FROM searches
                         UNION SELECT DISTINCT day FROM views) WHERE true
    ON CONFLICT (day) DO NOTHING;

-- A vote that is changed or taken back leaves the day on which it was given, also one that was added up.
DROP TRIGGER votes_by_day_given;
DROP TRIGGER votes_by_day_changed;
DROP TRIGGER votes_by_day_withdrawn;

CREATE TRIGGER votes_by_day_given AFTER INSERT ON votes
BEGIN
    INSERT INTO vote_days (day, article_id, helpful, not_helpful)
        VALUES (NEW.at / 86400, NEW.article_id, NEW.helpful, 1 - NEW.helpful)
        ON CONFLICT (day, article_id) DO UPDATE
            SET helpful = helpful + excluded.helpful, not_helpful = not_helpful + excluded.not_helpful;
    INSERT INTO days_due (day) VALUES (NEW.at / 86400)
        ON CONFLICT (day) DO UPDATE SET sums = 1 WHERE sums = 0;
END;

CREATE TRIGGER votes_by_day_changed AFTER UPDATE OF helpful, at ON votes
BEGIN
    UPDATE vote_days
       SET helpful = helpful - OLD.helpful, not_helpful = not_helpful - (1 - OLD.helpful)
     WHERE day = OLD.at / 86400 AND article_id = OLD.article_id;
    INSERT INTO vote_days (day, article_id, helpful, not_helpful)
        VALUES (NEW.at / 86400, NEW.article_id, NEW.helpful, 1 - NEW.helpful)
        ON CONFLICT (day, article_id) DO UPDATE
            SET helpful = helpful + excluded.helpful, not_helpful = not_helpful + excluded.not_helpful;
    INSERT INTO days_due (day) VALUES (NEW.at / 86400)
        ON CONFLICT (day) DO UPDATE SET sums = 1 WHERE sums = 0;
END;

CREATE TRIGGER votes_by_day_withdrawn AFTER DELETE ON votes
BEGIN
    UPDATE vote_days
       SET helpful = helpful - OLD.helpful, not_helpful = not_helpful - (1 - OLD.helpful)
     WHERE day = OLD.at / 86400 AND article_id = OLD.article_id;
END;

-- Of a day that is not due: what it was added up to is put right, and its pack made anew. One that is due
-- is added up from the rows anyway.
CREATE TRIGGER votes_leave_a_day_changed AFTER UPDATE OF helpful, at ON votes
 WHEN OLD.at / 86400 <> NEW.at / 86400
BEGIN
    UPDATE list_days
       SET helpful = max(helpful - OLD.helpful, 0), not_helpful = max(not_helpful - (1 - OLD.helpful), 0)
     WHERE day = OLD.at / 86400
       AND list_id IN (SELECT 0 UNION ALL SELECT list_id FROM listed WHERE article_id = OLD.article_id)
       AND NOT EXISTS (SELECT 1 FROM days_due WHERE day = OLD.at / 86400 AND sums = 1);
    INSERT INTO days_due (day, changes, sums) VALUES (OLD.at / 86400, 1, 0)
        ON CONFLICT (day) DO UPDATE SET changes = changes + 1;
END;

CREATE TRIGGER votes_leave_a_day_withdrawn AFTER DELETE ON votes
BEGIN
    UPDATE list_days
       SET helpful = max(helpful - OLD.helpful, 0), not_helpful = max(not_helpful - (1 - OLD.helpful), 0)
     WHERE day = OLD.at / 86400
       AND list_id IN (SELECT 0 UNION ALL SELECT list_id FROM listed WHERE article_id = OLD.article_id)
       AND NOT EXISTS (SELECT 1 FROM days_due WHERE day = OLD.at / 86400 AND sums = 1);
    INSERT INTO days_due (day, changes, sums) VALUES (OLD.at / 86400, 1, 0)
        ON CONFLICT (day) DO UPDATE SET changes = changes + 1;
END;

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
