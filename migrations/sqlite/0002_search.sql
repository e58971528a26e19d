-- 0002: the search index, our own postings. The BLOBs are made and read by server/search alone;
-- store/postings.h says what each table is for. Everything here can be built anew from 0001.


-- ---- terms and their lists -------------------------------------------------------------------

-- One row a term of the vocabulary. documents: how many numbers its list holds. head: the first
-- block of the list, which is the whole list for nearly all terms. blocks: how many more there are.
-- Terms that are no words begin with a byte that no word begins with (~ # and control characters).
CREATE TABLE search_terms (
    id        INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 2147483647),
    documents INTEGER NOT NULL CHECK (documents >= 0),
    blocks    INTEGER NOT NULL CHECK (blocks >= 0),
    term      TEXT    NOT NULL UNIQUE CHECK (term <> ''),
    head      BLOB    NOT NULL
) STRICT;

-- The further blocks of long lists, each list together and in order: place is the term's id times
-- 2^32 plus the lowest number that may stand in the block. A block fits into a page.
CREATE TABLE search_blocks (
    place INTEGER PRIMARY KEY,
    bytes BLOB    NOT NULL
) STRICT;


-- ---- indexed articles --------------------------------------------------------------------------

-- number is what the lists hold. terms: which terms the article has and how strongly, so that a
-- new revision touches only what changed. words: its words in order.
CREATE TABLE search_documents (
    number     INTEGER PRIMARY KEY CHECK (number BETWEEN 0 AND 4294967294),
    article_id INTEGER NOT NULL UNIQUE REFERENCES articles (id),
    terms      BLOB    NOT NULL,
    words      BLOB    NOT NULL
) STRICT;

-- One byte a document number (0: nobody has it), 2,048 a page.
CREATE TABLE search_marks (
    page  INTEGER PRIMARY KEY,
    bytes BLOB    NOT NULL CHECK (length(bytes) = 2048)
) STRICT;


-- ---- suggestions ---------------------------------------------------------------------------------

-- kind: 0 phrase, 1 title. normal is the text as phrases are compared.
CREATE TABLE search_prompts (
    id         INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    audience   INTEGER NOT NULL CHECK (audience IN (0, 1, 2)),
    kind       INTEGER NOT NULL CHECK (kind IN (0, 1)),
    normal     TEXT    NOT NULL CHECK (normal <> ''),
    text       TEXT    NOT NULL
) STRICT;

CREATE INDEX search_prompts_by_article ON search_prompts (article_id);
CREATE INDEX search_prompts_by_normal ON search_prompts (kind, normal, audience);


-- ---- the whole -------------------------------------------------------------------------------------

-- One row. version: of the analysis that made the index; another one means "build it anew".
CREATE TABLE search_state (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    version     INTEGER NOT NULL,
    documents   INTEGER NOT NULL CHECK (documents >= 0),
    next_number INTEGER NOT NULL CHECK (next_number >= documents)
) STRICT;

INSERT INTO search_state (id, version, documents, next_number) VALUES (1, 0, 0, 0);
