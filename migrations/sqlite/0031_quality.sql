-- 0031: how good guides are, in numbers, with their history.

-- The index of a published guide, as of the last look or review. failed has a bit for each check of
-- model/quality.h; human is NULL where nobody answered the questions of this revision. category and
-- author are the guide's, so that each list is a walk along one index.
CREATE TABLE quality (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id),
    revision   INTEGER NOT NULL,
    score      INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
    automatic  INTEGER NOT NULL,
    human      INTEGER,
    failed     INTEGER NOT NULL,
    category   TEXT    NOT NULL,
    author     TEXT    NOT NULL
) STRICT;

CREATE INDEX quality_by_score ON quality (score, article_id);
CREATE INDEX quality_by_category ON quality (category, score, article_id);
CREATE INDEX quality_by_author ON quality (author, score, article_id);

-- One row for a day on which something of it changed.
CREATE TABLE quality_history (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    day        INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    score      INTEGER NOT NULL,
    automatic  INTEGER NOT NULL,
    human      INTEGER,
    PRIMARY KEY (article_id, day)
) STRICT, WITHOUT ROWID;

-- What a reviewer answered of a revision; answers has a bit for each question answered with yes.
CREATE TABLE quality_reviews (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    revision   INTEGER NOT NULL,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    at         INTEGER NOT NULL,
    answers    INTEGER NOT NULL,
    note       TEXT    NOT NULL,
    PRIMARY KEY (article_id, revision)
) STRICT, WITHOUT ROWID;

CREATE INDEX quality_reviews_by_account ON quality_reviews (account_id);
