-- One row per value that an audience sees: of released parts and of topics that are not sensitive; for the public
-- without any text that somebody wrote freely.
select v.* replace (case when $is_public and v.item_id <> 'product' then null else v.text end as text)
from stg_values as v
semi join released_parts using (city_id, wave_id)
left join ref_questions as q on v.item = 'question' and q.question_id = v.item_id
left join ref_planning_fields as f on v.item <> 'question' and f.field_id = v.item_id
left join ref_topics as t on t.topic_id = coalesce(q.topic_id, v.topic_id)
where coalesce(t.sensitive, 0) = 0
    -- The one names an office, the other may name a sensitive topic.
    and (v.item <> 'city_field' or v.item_id not in ('role_of_respondent', 'topics_excluded'))
    and not (
        $is_public
        and (coalesce(f.type, '') in ('text', 'url') or (coalesce(f.type, '') = 'product' and coalesce(v.code, '') = ''))
    )
