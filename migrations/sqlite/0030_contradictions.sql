-- 0030: what guides say of the same things, and where they contradict each other.

-- When the program is to look at a guide's text (again): from that day on, 0: at once. turn is raised
-- with every change, so that a look which was overtaken by one does not count.
CREATE TABLE judgements (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id),
    from_day   INTEGER NOT NULL DEFAULT 0,
    turn       INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX judgements_waiting ON judgements (from_day, article_id);

INSERT INTO judgements (article_id) SELECT id FROM articles;

CREATE TRIGGER judgements_of_new AFTER INSERT ON articles BEGIN
    INSERT INTO judgements (article_id) VALUES (NEW.id);
END;

CREATE TRIGGER judgements_of_changed AFTER UPDATE OF live_revision_id, state ON articles BEGIN
    UPDATE judgements SET from_day = 0, turn = turn + 1 WHERE article_id = NEW.id;
END;

-- What a published guide says of a subject: kind, deed and stance are those of model/treatment.h; side
-- is 0 where it tells readers to do it, 1 where it forbids it or leaves it to an approval, 2 where it
-- warns.
CREATE TABLE treatments (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    kind       INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 6),
    deed       INTEGER NOT NULL CHECK (deed BETWEEN 0 AND 4),
    subject    TEXT    NOT NULL,
    side       INTEGER NOT NULL CHECK (side BETWEEN 0 AND 2),
    stance     INTEGER NOT NULL CHECK (stance BETWEEN 0 AND 4),
    sentence   TEXT    NOT NULL,
    place      TEXT    NOT NULL,
    anchor     TEXT    NOT NULL,
    PRIMARY KEY (article_id, kind, deed, subject, side)
) STRICT, WITHOUT ROWID;

CREATE INDEX treatments_by_subject ON treatments (subject, kind, deed, side, article_id);

-- A pair of guides with opposed stances. state is that of model/contradiction.h; words stands for both
-- sentences, settled_words for those that somebody said are both right.
CREATE TABLE contradictions (
    id            INTEGER PRIMARY KEY,
    kind          INTEGER NOT NULL,
    deed          INTEGER NOT NULL,
    subject       TEXT    NOT NULL,
    runs_id       INTEGER NOT NULL REFERENCES articles (id),
    bars_id       INTEGER NOT NULL REFERENCES articles (id),
    degree        INTEGER NOT NULL CHECK (degree IN (1, 2)),
    state         INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
    words         INTEGER NOT NULL,
    found_at      INTEGER NOT NULL,
    settled_words INTEGER,
    settled_by    INTEGER REFERENCES accounts (id),
    settled_at    INTEGER,
    reason        TEXT    NOT NULL DEFAULT '',
    draft_id      INTEGER REFERENCES drafts (id),
    UNIQUE (subject, kind, deed, runs_id, bars_id)
) STRICT;

CREATE INDEX contradictions_by_state ON contradictions (state, degree, id);
CREATE INDEX contradictions_by_runs ON contradictions (runs_id);
CREATE INDEX contradictions_by_bars ON contradictions (bars_id);
CREATE INDEX contradictions_by_settler ON contradictions (settled_by);
CREATE INDEX contradictions_by_draft ON contradictions (draft_id);
