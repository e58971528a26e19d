-- 0012: drafts of guides, their reviews, and what people have typed but not saved.

-- A text that is not live yet. article_id is NULL until a new guide is first published.
-- base_revision is the number of the live revision it began from (0: none): when another text went
-- live meanwhile, publishing asks for a merge. stage: 0 draft, 1 in review, 2 changes requested,
-- 3 approved, 4 published (closed), 6 discarded (closed). version is that of its newest text.
-- slug, title and category are what that text says, as far as it can be read. publish_at is when
-- an approved draft goes live by itself.
CREATE TABLE drafts (
    id            INTEGER PRIMARY KEY,
    article_id    INTEGER REFERENCES articles (id),
    base_revision INTEGER NOT NULL CHECK (base_revision >= 0),
    stage         INTEGER NOT NULL CHECK (stage IN (0, 1, 2, 3, 4, 6)),
    version       INTEGER NOT NULL CHECK (version > 0),
    slug          TEXT    NOT NULL,
    title         TEXT    NOT NULL,
    category      TEXT    NOT NULL,
    opened_by     INTEGER NOT NULL REFERENCES accounts (id),
    opened_at     INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    publish_at    INTEGER,
    publish_by    INTEGER REFERENCES accounts (id)
) STRICT;

-- One open draft a guide: whoever wants to edit it too writes in the same one.
CREATE UNIQUE INDEX drafts_open_by_article ON drafts (article_id)
    WHERE stage < 4 AND article_id IS NOT NULL;
CREATE INDEX drafts_by_article ON drafts (article_id, id);
CREATE INDEX drafts_by_stage ON drafts (stage, updated_at, id);
CREATE INDEX drafts_by_opener ON drafts (opened_by, stage, updated_at, id);
CREATE INDEX drafts_by_publisher ON drafts (publish_by);
CREATE INDEX drafts_due ON drafts (publish_at) WHERE stage = 3 AND publish_at IS NOT NULL;

-- Every text that was saved, byte for byte. Never deleted while its draft is open.
CREATE TABLE draft_versions (
    draft_id   INTEGER NOT NULL REFERENCES drafts (id),
    number     INTEGER NOT NULL CHECK (number > 0),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    at         INTEGER NOT NULL,
    why        TEXT    NOT NULL,
    source     BLOB    NOT NULL,
    PRIMARY KEY (draft_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX draft_versions_by_account ON draft_versions (account_id);

-- What was done with a draft. action is that of model/workflow.h.
CREATE TABLE draft_events (
    draft_id   INTEGER NOT NULL REFERENCES drafts (id),
    number     INTEGER NOT NULL CHECK (number > 0),
    account_id INTEGER REFERENCES accounts (id),
    at         INTEGER NOT NULL,
    action     INTEGER NOT NULL CHECK (action >= 0),
    stage      INTEGER NOT NULL CHECK (stage >= 0),
    version    INTEGER NOT NULL CHECK (version > 0),
    note       TEXT    NOT NULL,
    PRIMARY KEY (draft_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX draft_events_by_account ON draft_events (account_id);

-- Words of a review, at a section (its anchor; '' for the whole).
CREATE TABLE review_comments (
    id          INTEGER PRIMARY KEY,
    draft_id    INTEGER NOT NULL REFERENCES drafts (id),
    version     INTEGER NOT NULL CHECK (version > 0),
    account_id  INTEGER NOT NULL REFERENCES accounts (id),
    at          INTEGER NOT NULL,
    section     TEXT    NOT NULL,
    text        TEXT    NOT NULL CHECK (text <> ''),
    resolved_at INTEGER,
    resolved_by INTEGER REFERENCES accounts (id)
) STRICT;

CREATE INDEX review_comments_by_draft ON review_comments (draft_id, id);
CREATE INDEX review_comments_open ON review_comments (draft_id) WHERE resolved_at IS NULL;
CREATE INDEX review_comments_by_account ON review_comments (account_id);
CREATE INDEX review_comments_by_resolver ON review_comments (resolved_by);

-- What somebody has typed and not saved: kept a person and draft, gone when it is saved.
CREATE TABLE autosaves (
    draft_id   INTEGER NOT NULL REFERENCES drafts (id),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    version    INTEGER NOT NULL CHECK (version > 0),
    at         INTEGER NOT NULL,
    source     BLOB    NOT NULL,
    PRIMARY KEY (draft_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX autosaves_by_account ON autosaves (account_id);
