-- 0033: what staff learns from searches, views, votes and runs: sums by day and the tops of periods,
-- so that a page reads a few hundred rows however much there is below them.

-- Votes by the day on which they were given or last changed. No foreign key: an index on it would cost
-- every vote.
CREATE TABLE vote_days (
    day         INTEGER NOT NULL,
    article_id  INTEGER NOT NULL,
    helpful     INTEGER NOT NULL CHECK (helpful >= 0),
    not_helpful INTEGER NOT NULL CHECK (not_helpful >= 0),
    PRIMARY KEY (day, article_id)
) STRICT, WITHOUT ROWID;

-- Days whose sums have to be made anew.
CREATE TABLE days_due (
    day INTEGER PRIMARY KEY
) STRICT;

-- A day of a category with those below it (its list), or of everything (list 0): views of guides, votes,
-- and for everything the searches, and those of them that found nothing. Made by upkeep from views,
-- vote_days and searches, and kept when those are forgotten.
CREATE TABLE list_days (
    list_id     INTEGER NOT NULL,
    day         INTEGER NOT NULL,
    views       INTEGER NOT NULL,
    helpful     INTEGER NOT NULL,
    not_helpful INTEGER NOT NULL,
    searches    INTEGER NOT NULL,
    in_vain     INTEGER NOT NULL,
    PRIMARY KEY (list_id, day)
) STRICT, WITHOUT ROWID;

CREATE INDEX list_days_by_day ON list_days (day, list_id);

-- The first of the last 7, 30, 90 and 365 days. list: that of model/insight.h; id: of the guide,
-- category, phrase or tree; words: of a search. The three numbers are those of the list.
CREATE TABLE tops (
    list   INTEGER NOT NULL CHECK (list >= 0),
    days   INTEGER NOT NULL CHECK (days > 0),
    place  INTEGER NOT NULL CHECK (place > 0),
    id     INTEGER NOT NULL,
    words  TEXT    NOT NULL,
    first  INTEGER NOT NULL,
    second INTEGER NOT NULL,
    third  INTEGER NOT NULL,
    PRIMARY KEY (list, days, place)
) STRICT, WITHOUT ROWID;

-- Runs of a tree by the day on which they began (tree 0: all trees), and how many of those stand at a
-- resolved or an escalating end now. Runs themselves are forgotten; this is not.
CREATE TABLE run_days (
    tree_id   INTEGER NOT NULL,
    day       INTEGER NOT NULL,
    began     INTEGER NOT NULL CHECK (began >= 0),
    resolved  INTEGER NOT NULL CHECK (resolved >= 0),
    escalated INTEGER NOT NULL CHECK (escalated >= 0),
    PRIMARY KEY (tree_id, day)
) STRICT, WITHOUT ROWID;

-- The same for the states of a revision: how often one was come to, how many runs stand there now, and
-- how often somebody went back from it.
CREATE TABLE run_states (
    tree_revision_id INTEGER NOT NULL,
    day              INTEGER NOT NULL,
    state            TEXT    NOT NULL,
    reached          INTEGER NOT NULL CHECK (reached >= 0),
    standing         INTEGER NOT NULL CHECK (standing >= 0),
    backs            INTEGER NOT NULL CHECK (backs >= 0),
    PRIMARY KEY (tree_revision_id, day, state)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER votes_by_day_given AFTER INSERT ON votes
BEGIN
    INSERT INTO vote_days (day, article_id, helpful, not_helpful)
        VALUES (NEW.at / 86400, NEW.article_id, NEW.helpful, 1 - NEW.helpful)
        ON CONFLICT (day, article_id) DO UPDATE
            SET helpful = helpful + excluded.helpful, not_helpful = not_helpful + excluded.not_helpful;
    INSERT INTO days_due (day) VALUES (NEW.at / 86400) ON CONFLICT (day) DO NOTHING;
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
    INSERT INTO days_due (day) VALUES (NEW.at / 86400) ON CONFLICT (day) DO NOTHING;
END;

CREATE TRIGGER votes_by_day_withdrawn AFTER DELETE ON votes
BEGIN
    UPDATE vote_days
       SET helpful = helpful - OLD.helpful, not_helpful = not_helpful - (1 - OLD.helpful)
     WHERE day = OLD.at / 86400 AND article_id = OLD.article_id;
END;

-- What was there before.
INSERT INTO vote_days (day, article_id, helpful, not_helpful)
    SELECT at / 86400, article_id, sum(helpful), sum(1 - helpful) FROM votes GROUP BY 1, 2;

INSERT INTO days_due (day)
    SELECT DISTINCT day FROM vote_days UNION SELECT DISTINCT day FROM searches
     UNION SELECT DISTINCT day FROM views;
