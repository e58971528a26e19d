-- 0005: links of stored HTML to pages of the portal stood relative to a page two levels below the
-- root and led nowhere from a deeper one. They now stand from the root; views put the prefix in
-- front. A raw "<" is never an author's text, so the pattern finds tags alone.

UPDATE sections SET html = replace(html, '<a href="../', '<a href="/') WHERE instr(html, '<a href="../');
UPDATE items SET html = replace(html, '<a href="../', '<a href="/') WHERE instr(html, '<a href="../');
UPDATE steps SET html = replace(html, '<a href="../', '<a href="/') WHERE instr(html, '<a href="../');
