-- A register that has been in use for a year: visits at two children of three, facts that began at different
-- times, duties spread over half a year, a few children who left. Written as the owner, past actions and journal; only the reading that follows is measured.
SET session_replication_role = replica;
INSERT INTO care_visit (id, child_id, place, happened_place, "on", mode, place_text, seen, words, words_by, no_change,
                        findings, notes, risk, risk_reasons, next_steps, visitor_name, recorded_at)
SELECT gen_random_uuid(), id, place, place, current_date - 1 - abs(hashtext(id::text || n)) % 360, 'home', '', '["child"]',
       '', '', true, '{}', '{}', 'low', '', '', '', now()
FROM children_child CROSS JOIN generate_series(1, 2) n WHERE abs(hashtext(id::text)) % 3 < 2;
UPDATE children_category SET period = daterange(lower(period) - 1 - abs(hashtext(id::text)) % 360, upper(period));
UPDATE children_relative SET period = daterange(lower(period) - 1 - abs(hashtext(id::text)) % 360, upper(period));
UPDATE children_schooling SET period = daterange(lower(period) - 1 - abs(hashtext(id::text)) % 360, upper(period));
UPDATE duties_duty SET due = due - 60 + abs(hashtext(id::text)) % 180;
UPDATE children_child SET exit_reason = 'moved', exited_on = current_date WHERE abs(hashtext(id::text)) % 40 = 0;
UPDATE duties_duty d SET ending = 'lapsed', ended_on = current_date
FROM children_child c WHERE c.id = d.child AND c.exited_on IS NOT NULL;
RESET session_replication_role;
