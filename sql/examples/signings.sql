-- 哪些招商签约活动签下了多少项目？
-- Which fairs and signings ended in how many projects?
select date, event, place, venue, projects_signed, qualifier, partner_organization, officials
from mart.investment_and_signing_events
order by date nulls last, event
