-- 0027: what readers say of each step, and when staff last verified it.
--
-- A step is known by a key that is made from its words (model/step_trust.h), so that answers stay
-- where an edit leaves the step as it was, and go nowhere else. Keys of steps that read otherwise
-- by now stay: an old text that comes back finds its answers again.

-- One answer a visitor and step; the answer of today takes the place of the one before. revision is
-- the number of the guide's revision that was live then.
CREATE TABLE step_answers (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    step       INTEGER NOT NULL,
    visitor    BLOB    NOT NULL CHECK (length(visitor) = 32),
    worked     INTEGER NOT NULL CHECK (worked IN (0, 1)),
    revision   INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (article_id, step, visitor)
) STRICT, WITHOUT ROWID;

-- Totals of the table step_answers, kept in the same transaction: of a step, which pages show, and
-- of a step in one version of the guide, which staff looks at.
CREATE TABLE step_totals (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    step       INTEGER NOT NULL,
    worked     INTEGER NOT NULL CHECK (worked >= 0),
    failed     INTEGER NOT NULL CHECK (failed >= 0),
    PRIMARY KEY (article_id, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE step_versions (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    revision   INTEGER NOT NULL,
    step       INTEGER NOT NULL,
    worked     INTEGER NOT NULL CHECK (worked >= 0),
    failed     INTEGER NOT NULL CHECK (failed >= 0),
    PRIMARY KEY (article_id, revision, step)
) STRICT, WITHOUT ROWID;

-- The last revision that said that the guide was verified, and had the step in these words. What
-- was verified before this migration is not known of single steps.
CREATE TABLE step_checks (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    step       INTEGER NOT NULL,
    day        INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    who        TEXT    NOT NULL,
    PRIMARY KEY (article_id, step)
) STRICT, WITHOUT ROWID;
