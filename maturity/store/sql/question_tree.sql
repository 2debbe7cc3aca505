-- One row per question: where it belongs, what it counts, and how many levels its scale has.
select
    q.question_id, q.topic_id, t.dimension_id, q.core, q.weight, t.weight as topic_weight, d.weight as dimension_weight, q.text_de, q.text_en,
    greatest(count(distinct o.value), 2) as level_count
from ref_questions as q
join ref_topics as t using (topic_id)
left join ref_dimensions as d on d.dimension_id = t.dimension_id
left join ref_options as o on o.question_id = q.question_id and o.kind = 'level'
group by all
order by any_value(t.position), q.topic_id, q.question_id
