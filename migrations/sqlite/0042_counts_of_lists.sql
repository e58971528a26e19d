-- 0042: the counts of a list without a trigger on what is added.

-- A statement that fires a trigger is undone as a whole when it fails, so the engine copies every page
-- that it is about to change: the entry of a list stands in six trees. store/sqlite/lists.c counts
-- what it adds itself, in the same transaction; entries that go are counted as before, and `check`
-- compares the counts with the entries.
DROP TRIGGER listed_added;
