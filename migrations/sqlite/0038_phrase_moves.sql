-- 0038: what became of each phrase, whoever did it: staff in the registry, a guide's new text, an
-- import.

-- was_guide, is_guide: articles.id of the owner before and after, NULL: nobody. was_into, is_into: the
-- phrase (its text) that led instead of it. gone: the phrase ended with it. Triggers add the rows, so that
-- no way is forgotten; who and why are NULL until the end of the same transaction, in which rows of one
-- change become one. What was there before this migration has no row.
CREATE TABLE phrase_moves (
    id        INTEGER PRIMARY KEY,
    normal    TEXT    NOT NULL,
    text      TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    was_guide INTEGER,
    is_guide  INTEGER,
    was_into  TEXT,
    is_into   TEXT,
    gone      INTEGER NOT NULL CHECK (gone IN (0, 1)),
    who       TEXT,
    why       TEXT
) STRICT;
CREATE INDEX phrase_moves_by_phrase ON phrase_moves (normal, id);
CREATE INDEX phrase_moves_unsigned ON phrase_moves (id) WHERE who IS NULL;

CREATE TRIGGER phrases_note_first AFTER INSERT ON phrases
WHEN NEW.article_id IS NOT NULL
BEGIN
    INSERT INTO phrase_moves (normal, text, at, is_guide, gone)
    VALUES (NEW.normal, NEW.text, unixepoch(), NEW.article_id, 0);
END;

CREATE TRIGGER phrases_note_move AFTER UPDATE OF article_id, merged_into ON phrases
WHEN NEW.article_id IS NOT OLD.article_id OR NEW.merged_into IS NOT OLD.merged_into
BEGIN
    INSERT INTO phrase_moves (normal, text, at, was_guide, is_guide, was_into, is_into, gone)
    VALUES (NEW.normal, NEW.text, unixepoch(), OLD.article_id, NEW.article_id,
            (SELECT i.text FROM phrases AS i WHERE i.id = OLD.merged_into),
            (SELECT i.text FROM phrases AS i WHERE i.id = NEW.merged_into), 0);
END;

CREATE TRIGGER phrases_note_end BEFORE DELETE ON phrases
WHEN OLD.source = 0
BEGIN
    INSERT INTO phrase_moves (normal, text, at, was_guide, was_into, gone)
    VALUES (OLD.normal, OLD.text, unixepoch(), OLD.article_id,
            (SELECT i.text FROM phrases AS i WHERE i.id = OLD.merged_into), 1);
END;
