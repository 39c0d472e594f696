/** What the role `viewer` may do. */
export const viewer = `// A viewer sees pipelines, their runs, and what they publish; nothing that did not pass, and no documents.

@id("viewer-read")
@description("Pipelines, runs, and all rows of datasets.")
permit (
  principal in Millrace::Role::"viewer",
  action in [
    Millrace::Action::"pipeline.read",
    Millrace::Action::"run.read",
    Millrace::Action::"dataset.describe",
    Millrace::Action::"dataset.read"
  ],
  resource
);

@id("viewer-clear")
@description("Columns that are neither personal nor sensitive, as they are.")
permit (
  principal in Millrace::Role::"viewer",
  action == Millrace::Action::"column.read",
  resource
)
when { resource.class == Millrace::Class::"none" };

@id("viewer-masked")
@description("Personal columns, by the mask of their type. Sensitive ones are not shown at all: nothing permits them.")
@mask("mask")
permit (
  principal in Millrace::Role::"viewer",
  action == Millrace::Action::"column.masked",
  resource
)
when { resource.class == Millrace::Class::"personal" };
`;
