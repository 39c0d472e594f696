/** What every writing kind says of folders in its reference. */
export const FOLDERS = `**Folders.** A path that ends in \`/\` is a folder. With \`partition_by\` its rows go into sub-folders
\`column=value/\`, one file each as a rule: where several threads meet in a partition it may get more. Signs other than
letters, digits and \`-_.~\` are percent-encoded. Two values that differ only in case are two folders, which a file
system that does not tell case apart takes for one. Files are named \`part-RUN-NODE-00000\`, so no name comes twice.
The rows are kept once more, in memory or spilled, so that a run knows its partitions before it writes: more than
\`max_partitions\` of them stop it (MR4016), and so does a text that readers take for a null, as \`NULL\` is, or one too long
for a name (MR4015). Where the input has an order, each file keeps it, and files of \`file_size\` follow each other in it; one thread writes
then.

\`replace\` and \`replace_partitions\` put a whole new folder in the place of the old one by renaming, and refuse a folder
that holds what this output never wrote (MR3017). In a folder that exists there is a moment between two renames without
it: a reader finds the old folder, none, or the new one, never a mixture in one folder, unless the folder is a mount, which
nobody can rename: then its files are switched one by one. Who walks many sub-folders in that moment may see some old and
some new; the manifest of the store, which switches last, names the files of one state.
\`append\` adds its files one after the other. An empty input leaves an empty folder with \`replace\` and \`partition_by\`,
and replaces nothing with \`replace_partitions\`.`;
