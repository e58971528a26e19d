-- 0006: when the parts of the sitemap last changed.


-- A sitemap of more than 50,000 addresses is cut into parts by article id: part n holds the guides
-- n × 500 − 499 … n × 500 with the phrases that they own, whatever else is added or retired, so that
-- a part costs the same in any store. changed_at is the latest updated_at of a guide that is or was
-- in it: retiring one changes the part too. store/sitemap.h names the same 500.
CREATE TABLE sitemap_parts (
    number     INTEGER PRIMARY KEY CHECK (number > 0),
    changed_at INTEGER NOT NULL
) STRICT;

INSERT INTO sitemap_parts (number, changed_at)
SELECT (id + 499) / 500, max(updated_at) FROM articles GROUP BY 1;

CREATE TRIGGER sitemap_follows_new_articles AFTER INSERT ON articles
BEGIN
    INSERT INTO sitemap_parts (number, changed_at) VALUES ((NEW.id + 499) / 500, NEW.updated_at)
    ON CONFLICT (number) DO UPDATE SET changed_at = max(changed_at, excluded.changed_at);
END;

CREATE TRIGGER sitemap_follows_articles AFTER UPDATE OF updated_at ON articles
BEGIN
    INSERT INTO sitemap_parts (number, changed_at) VALUES ((NEW.id + 499) / 500, NEW.updated_at)
    ON CONFLICT (number) DO UPDATE SET changed_at = max(changed_at, excluded.changed_at);
END;
