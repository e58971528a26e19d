-- 0013: images and files of guides.

-- One row a content: the same bytes are kept once. token is its public name, made from the hash.
-- kind: 1 PNG, 2 JPEG, 3 GIF, 4 WebP, 5 PDF, 6 text (model/media.h). Never changed, deleted only
-- while nothing uses it.
CREATE TABLE attachments (
    id         INTEGER PRIMARY KEY,
    token      TEXT    NOT NULL UNIQUE CHECK (token <> ''),
    hash       BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    kind       INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),
    width      INTEGER NOT NULL CHECK (width >= 0),
    height     INTEGER NOT NULL CHECK (height >= 0),
    size       INTEGER NOT NULL CHECK (size > 0),
    name       TEXT    NOT NULL CHECK (name <> ''),
    account_id INTEGER REFERENCES accounts (id),
    at         INTEGER NOT NULL,
    bytes      BLOB    NOT NULL
) STRICT;

CREATE INDEX attachments_by_account ON attachments (account_id);
CREATE INDEX attachments_by_time ON attachments (at, id);

-- Which guides show it, by their live text. Whoever may read one of them may see it.
CREATE TABLE attachment_uses (
    attachment_id INTEGER NOT NULL REFERENCES attachments (id),
    article_id    INTEGER NOT NULL REFERENCES articles (id),
    PRIMARY KEY (attachment_id, article_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX attachment_uses_by_article ON attachment_uses (article_id);
