-- One row per city, wave and topic with at least one planning answer; unknown is null.
select
    city_id, wave_id, topic_id,
    max(code) filter (item_id = 'status') as status,
    max(number) filter (item_id = 'priority') as priority,
    max(number) filter (item_id = 'target') as target,
    max(number) filter (item_id = 'lead_interest') as lead_interest,
    max(number) filter (item_id = 'fte_12m') as fte_12m,
    max(number) filter (item_id = 'budget_eur') as budget_eur,
    max(code) filter (item_id = 'start_planned') as start_planned,
    max(text) filter (item_id = 'product') as product,
    max(nullif(code, '')) filter (item_id = 'product') as product_id,
    max(code) filter (item_id = 'contract_until') as contract_until,
    max(code) filter (item_id = 'provider') as provider,
    max(code) filter (item_id = 'challenges') as challenges,
    max(code) filter (item_id = 'support') as support,
    max(number) filter (item_id = 'share') as share,
    max(code) filter (item_id = 'assets') as assets,
    max(text) filter (item_id = 'bp_text') as bp_text,
    max(text) filter (item_id = 'bp_url') as bp_url,
    max(text) filter (item_id = 'evidence') as evidence,
    max(number) filter (item_id = 'confidence') as confidence,
    max(number) filter (item_id = 'fund_interest') as fund_interest,
    max(number) filter (item_id = 'own_share_max') as own_share_max,
    max(text) filter (item_id = 'fund_running') as fund_running
from stg_values
semi join ref_memberships using (city_id, wave_id)
where item = 'topic_field'
group by city_id, wave_id, topic_id
order by wave_id, city_id, topic_id
