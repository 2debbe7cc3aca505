-- One row per city, wave and question the city was asked: its answer in force, or none. Only cities that handed something in.
with submitting as (
    select distinct m.city_id, m.wave_id
    from ref_memberships as m
    join stg_values as v on v.city_id = m.city_id and v.wave_id = m.wave_id
),
given as (
    select
        s.city_id, s.wave_id, q.topic_id, q.question_id, q.core = 1 as is_core, q.weight,
        v.code, o.kind, o.value as answer_value,
        100.0 * (o.value - q.scale_min) / (q.scale_max - q.scale_min) as answer_points,
        v.text as answer_text, v.submission_id, v."row" as source_row, v."column" as source_column
    from submitting as s
    join ref_waves as w using (wave_id)
    -- A question belongs to the waves from the one it was first asked in until its last one; without them to all.
    join (
        select question.*, first.position as first_position, last.position as last_position
        from ref_questions as question
        left join ref_waves as first on first.wave_id = question.asked_from
        left join ref_waves as last on last.wave_id = question.asked_until
    ) as q on w.position between coalesce(q.first_position, w.position) and coalesce(q.last_position, w.position)
    left join stg_values as v
        on v.item = 'question' and v.city_id = s.city_id and v.wave_id = s.wave_id and v.item_id = q.question_id
    left join ref_options as o on o.question_id = q.question_id and o.code = v.code
),
-- A city that answered nothing but core questions, though others were asked, took the short survey: it is measured by
-- those questions alone.
forms as (
    select
        city_id, wave_id,
        case
            when count(*) filter (not is_core) > 0 and count(code) filter (not is_core) = 0 and count(code) > 0 then 'core'
            else 'full'
        end as form
    from given
    group by city_id, wave_id
)
select given.*, forms.form
from given
join forms using (city_id, wave_id)
where forms.form = 'full' or given.is_core
order by given.wave_id, given.city_id, given.topic_id, given.question_id
