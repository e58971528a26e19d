-- 0039: what votes add to the days is written once a commit.

-- Many votes share a commit. store/sqlite/votes.c sums up what they add to the totals of a guide and
-- of its days, and writes it just before; a trigger wrote each vote's part by itself.
DROP TRIGGER votes_by_day_given;
DROP TRIGGER votes_by_day_changed;
DROP TRIGGER votes_by_day_withdrawn;
