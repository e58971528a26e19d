-- 0024: what is to be verified, by owner, and feeds of it.

-- The walk from the longest due on also says whose the guides are; those of one owner have a walk
-- of their own.
DROP INDEX articles_by_due_day;
CREATE INDEX articles_by_due_day ON articles (due_day, id, author)
    WHERE state = 1 AND due_day IS NOT NULL;
CREATE INDEX articles_by_author_due ON articles (author, due_day, id)
    WHERE state = 1 AND due_day IS NOT NULL;

-- The private address of an account's feed of what is due: programs that read feeds cannot sign in.
-- Only the hash of its token is here; a new one takes the place of the old.
CREATE TABLE feed_links (
    account_id INTEGER PRIMARY KEY REFERENCES accounts (id),
    token_hash BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    made_at    INTEGER NOT NULL
) STRICT;
