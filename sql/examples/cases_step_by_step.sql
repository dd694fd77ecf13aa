-- 一件诉求从反映到解决经历了哪些步骤？
-- Through which steps did a need go from report to repair?
select place, case_no, step_no, step, found_by, channel, source_text, file_name, line_no
from mart.case_timeline
order by file_name, title, case_no, step_no
