-- 0004: what error codes mean. The rows are content/codes.tsv; model/code.h says what family and
-- value are, and how a canonical text comes from them.

CREATE TABLE codes (
    family  INTEGER NOT NULL CHECK (family >= 0),
    value   INTEGER NOT NULL CHECK (value BETWEEN 0 AND 4294967295),
    symbol  TEXT    NOT NULL,
    meaning TEXT    NOT NULL CHECK (meaning <> ''),
    hint    TEXT    NOT NULL,
    PRIMARY KEY (family, value)
) STRICT, WITHOUT ROWID;
