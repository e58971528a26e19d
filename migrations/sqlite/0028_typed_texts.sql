-- What people typed in a draft and did not save. An open form has one text, which its later
-- words replace; a text that lost a race stands beside what comes after it (form ''). So two
-- windows of one person, and two races that he lost, take nothing from each other. A text
-- goes when it is saved, or thrown away by whoever typed it.
CREATE TABLE typed_texts (
    id         INTEGER PRIMARY KEY,
    draft_id   INTEGER NOT NULL REFERENCES drafts (id),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    form       TEXT    NOT NULL,
    version    INTEGER NOT NULL CHECK (version > 0),
    at         INTEGER NOT NULL,
    source     BLOB    NOT NULL
) STRICT;

CREATE INDEX typed_texts_by_draft ON typed_texts (draft_id, account_id, at);
CREATE UNIQUE INDEX typed_texts_by_form ON typed_texts (draft_id, account_id, form)
    WHERE form <> '';
CREATE INDEX typed_texts_by_account ON typed_texts (account_id);

INSERT INTO typed_texts (draft_id, account_id, form, version, at, source)
SELECT draft_id, account_id, '', version, at, source FROM autosaves
 ORDER BY draft_id, at;

DROP TABLE autosaves;
