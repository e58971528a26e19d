-- 0015: messages found in the text of guides are phrases, too (source 1). Such a row lives as long
-- as a guide's live revision has the message; one that somebody chose (source 0) stays.

-- The guides whose live revision has the phrase in its text. Who may see it is asked of the guide.
-- place: 0 where it describes the trouble, 1 among its causes, 2 elsewhere.
CREATE TABLE phrase_guides (
    phrase_id  INTEGER NOT NULL REFERENCES phrases (id),
    article_id INTEGER NOT NULL REFERENCES articles (id),
    place      INTEGER NOT NULL CHECK (place IN (0, 1, 2)),
    PRIMARY KEY (phrase_id, article_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX phrase_guides_by_article ON phrase_guides (article_id);

-- The key of model/message.h: a pasted text that holds the phrase has it among its own. NULL until
-- upkeep has looked at a row of before.
ALTER TABLE phrases ADD COLUMN message_key INTEGER;

CREATE INDEX phrases_by_message_key ON phrases (message_key) WHERE message_key IS NOT NULL;
