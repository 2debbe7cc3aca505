-- One row per wave: members, cities with answers, submissions in force, answers, and when the last one came in.
select
    w.wave_id, w.label, w.is_sample, w.member_count, w.submitted_count,
    count(l.submission_id) as submission_count,
    coalesce(sum(l.answer_count), 0) as answer_count,
    max(l.at) as last_at
from mart_waves as w
left join log_submissions as l on l.wave_id = w.wave_id and l.is_in_force
group by all
order by w.wave_id
