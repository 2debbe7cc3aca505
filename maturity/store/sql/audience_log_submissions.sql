-- One row per submission in force, city and wave that the audience sees, with what it sees of it: file names and accounts
-- stay inside.
select
    l.* replace (
        null::varchar as actor, null::varchar as file_name, null::varchar as file_sha256, null::bigint as file_size,
        count(v.item_id) as answer_count
    )
from log_submissions as l
join released_values as v using (submission_id, city_id, wave_id)
where l.is_in_force
group by all
