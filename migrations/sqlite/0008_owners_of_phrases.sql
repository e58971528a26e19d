-- 0008: since when a phrase leads to its guide.


-- Its page is another one from then on, whenever the guide itself was written. 0: from its
-- beginning. Set by the trigger, by the engine's clock.
ALTER TABLE phrases ADD COLUMN owner_since INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER phrases_remember_since AFTER UPDATE OF article_id ON phrases
WHEN NEW.article_id IS NOT OLD.article_id
BEGIN
    UPDATE phrases SET owner_since = unixepoch() WHERE id = NEW.id;
    UPDATE sitemap_parts SET changed_at = max(changed_at, unixepoch())
     WHERE number IN ((OLD.article_id + 499) / 500, (NEW.article_id + 499) / 500);
END;
