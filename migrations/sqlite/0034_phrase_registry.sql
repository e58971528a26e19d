-- 0034: what staff keeps an eye on of phrases, and searches summed over the days that are kept.

-- asked: it came from the search log. mismatched: it shares no term with the title and product of the
-- guide that owns it. same_key: a number of its terms, whatever their order; NULL where it only comes
-- from the text of guides (or until upkeep has looked at a row of before). merged_into: the phrase that
-- leads instead of it; it has no guide of its own then.
ALTER TABLE phrases ADD COLUMN asked INTEGER NOT NULL DEFAULT 0 CHECK (asked IN (0, 1));
ALTER TABLE phrases ADD COLUMN mismatched INTEGER NOT NULL DEFAULT 0 CHECK (mismatched IN (0, 1));
ALTER TABLE phrases ADD COLUMN same_key INTEGER;
ALTER TABLE phrases ADD COLUMN merged_into INTEGER REFERENCES phrases (id);

CREATE INDEX phrases_by_source ON phrases (source, normal);
CREATE INDEX phrases_asked ON phrases (normal) WHERE asked = 1;
CREATE INDEX phrases_mismatched ON phrases (normal) WHERE mismatched = 1;
CREATE INDEX phrases_ownerless ON phrases (normal)
 WHERE article_id IS NULL AND source = 0 AND merged_into IS NULL;
CREATE INDEX phrases_same ON phrases (same_key, normal) WHERE same_key IS NOT NULL;
CREATE INDEX phrases_by_merged_into ON phrases (merged_into);
CREATE INDEX phrases_merged ON phrases (normal) WHERE merged_into IS NOT NULL;

-- One row a query of the search log: how often it was asked on all days that are kept, and how many
-- guides the last such search found. The triggers keep it.
CREATE TABLE search_sums (
    key      INTEGER PRIMARY KEY,
    query    TEXT    NOT NULL,
    asked    INTEGER NOT NULL,
    results  INTEGER NOT NULL,
    last_day INTEGER NOT NULL
) STRICT;

INSERT INTO search_sums (key, query, asked, results, last_day)
SELECT key, query, sum(asked), results, max(day) FROM searches WHERE key <> 0 GROUP BY key;

CREATE INDEX search_sums_in_vain ON search_sums (asked, key) WHERE results = 0;

CREATE TRIGGER search_sums_new AFTER INSERT ON searches WHEN NEW.key <> 0
BEGIN
    INSERT INTO search_sums (key, query, asked, results, last_day)
    VALUES (NEW.key, NEW.query, NEW.asked, NEW.results, NEW.day)
    ON CONFLICT (key) DO UPDATE
       SET asked = asked + excluded.asked,
           results = CASE WHEN excluded.last_day >= last_day THEN excluded.results ELSE results END,
           last_day = max(last_day, excluded.last_day);
END;

CREATE TRIGGER search_sums_more AFTER UPDATE OF asked, results ON searches WHEN NEW.key <> 0
BEGIN
    UPDATE search_sums
       SET asked = asked + NEW.asked - OLD.asked,
           results = CASE WHEN NEW.day >= last_day THEN NEW.results ELSE results END
     WHERE key = NEW.key;
END;

CREATE TRIGGER search_sums_less AFTER DELETE ON searches WHEN OLD.key <> 0
BEGIN
    UPDATE search_sums SET asked = asked - OLD.asked WHERE key = OLD.key;
    DELETE FROM search_sums WHERE key = OLD.key AND asked <= 0;
END;
