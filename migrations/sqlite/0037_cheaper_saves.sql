-- 0037: what each save of a guide paid for without need.

-- With a trigger on the table, the engine looks through every table that refers to articles
-- whenever a row is added. store/sqlite/articles_save.c itself notes a new guide's part of the sitemap
-- and that the guide is to be looked at for contradictions.
DROP TRIGGER sitemap_follows_new_articles;
DROP TRIGGER judgements_of_new;

-- For `x IN (0, 1, 2)` the engine builds a table of the three numbers in memory, each time that a
-- statement runs; the same said as a range costs a comparison. Nothing that was allowed is not, nor
-- the other way round, so no row is looked at; a table whose words are others keeps them. That
-- triggers were dropped above tells other connections to read the schema again. This is SQLite's way
-- to change a constraint of a table that others refer to (lang_altertable.html, section 7).
PRAGMA writable_schema = ON;
UPDATE sqlite_schema
   SET sql = replace(replace(replace(sql, ' IN (0, 1, 2))', ' BETWEEN 0 AND 2)'),
                     ' IN (0, 1, 2, 3))', ' BETWEEN 0 AND 3)'),
             ' IN (0, 1, 2, 3, 4))', ' BETWEEN 0 AND 4)')
 WHERE type = 'table' AND sql LIKE '% IN (0, 1, 2%';
PRAGMA writable_schema = RESET;
