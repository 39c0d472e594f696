/** What the role `author` may do. */
export const author = `// An author writes pipelines: documents, and what did not pass their contracts, masked as for a viewer.

@id("author-read")
@description("Pipelines, runs, and all rows of datasets.")
permit (
  principal in Millrace::Role::"author",
  action in [
    Millrace::Action::"pipeline.read",
    Millrace::Action::"run.read",
    Millrace::Action::"dataset.describe",
    Millrace::Action::"dataset.read"
  ],
  resource
);

@id("author-documents")
@description("Reads documents, and writes new versions of them.")
permit (
  principal in Millrace::Role::"author",
  action in [
    Millrace::Action::"document.read",
    Millrace::Action::"document.write"
  ],
  resource
);

@id("author-quarantine")
@description("Rows that did not pass; their columns as in datasets.")
permit (
  principal in Millrace::Role::"author",
  action == Millrace::Action::"quarantine.read",
  resource
);

@id("author-clear")
@description("Columns that are neither personal nor sensitive, as they are.")
permit (
  principal in Millrace::Role::"author",
  action == Millrace::Action::"column.read",
  resource
)
when { resource.class == Millrace::Class::"none" };

@id("author-masked")
@description("Personal columns, by the mask of their type. Sensitive ones are not shown at all: nothing permits them.")
@mask("mask")
permit (
  principal in Millrace::Role::"author",
  action == Millrace::Action::"column.masked",
  resource
)
when { resource.class == Millrace::Class::"personal" };
`;
