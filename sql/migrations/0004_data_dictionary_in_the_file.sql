-- purpose: The file explains its tables and columns itself.
-- changes: none
create table mart.data_dictionary (
    schema_name text not null,
    table_name text not null,
    column_name text not null,
    position integer not null,
    kind text not null,
    label_zh text not null,
    label_en text not null,
    description text not null,
    grain text,
    data_type text,
    is_nullable boolean,
    unit text,
    example text,
    refers_to text,
    checks text,
    lineage text not null
);
