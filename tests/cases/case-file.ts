/** An input file of a case, or its document. */
export interface Block {
  readonly language: string;
  /** The file's name; none for the document. */
  readonly name?: string;
  readonly text: string;
}

/** A case as it stands in a file. */
export interface TextCase {
  readonly title: string;
  /** From the title to the last block of the inputs, as written. */
  readonly head: string;
  /** The `nodes:` of the document, and whatever else of it the case shows. */
  readonly document: string;
  readonly files: readonly Block[];
  /** What follows the inputs: what the run must give, as the runner writes it. */
  readonly expected: string;
}

/** A file of cases: what comes before the first, and the cases. */
export interface CaseFile {
  readonly intro: string;
  readonly cases: readonly TextCase[];
}

const FENCE = /^```(\S+)[ \t]*(.*)\n([\s\S]*?)^```$/gm;

const blocksIn = (text: string): readonly (Block & { readonly end: number })[] =>
  [...text.matchAll(FENCE)].map((match) => {
    const [whole, language = '', name = '', content = ''] = match;
    return {
      language,
      ...(name === '' ? {} : { name }),
      text: content,
      end: match.index + whole.length,
    };
  });

const isInput = ({ language, name }: Block): boolean => language === 'yaml' || name !== undefined;

const caseOf = (section: string): TextCase => {
  const title = /^## (.*)$/m.exec(section)?.[1] ?? '';
  const inputs = blocksIn(section).filter(isInput);
  const document = inputs.find(({ language, name }) => language === 'yaml' && name === undefined);
  if (!document) throw new Error(`the case "${title}" has no document`);
  const end = Math.max(...inputs.map((block) => block.end));
  return {
    title,
    head: section.slice(0, end),
    document: document.text,
    files: inputs.filter(({ name }) => name !== undefined),
    expected: section.slice(end).trim(),
  };
};

/** Reads a file of cases: a heading of the second level begins one. */
export const readCases = (text: string): CaseFile => {
  const [intro = '', ...sections] = text.split(/^(?=## )/m);
  return { intro, cases: sections.map(caseOf) };
};

/** The file again, with what each case must give. */
export const writeCases = ({ intro, cases }: CaseFile): string =>
  [intro.trimEnd(), ...cases.map(({ head, expected }) => `${head.trimEnd()}\n\n${expected}`)]
    .join('\n\n')
    .concat('\n');
