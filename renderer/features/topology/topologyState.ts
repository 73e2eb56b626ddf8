/** The picture's data in one window, drawn together from the text, Nix, what runs and what was chosen. */
import type { AppContext } from '#renderer/app/context.ts';
import { editorOf } from '#renderer/features/editor/editor.ts';
import { evaluationOf } from '#renderer/features/editor/evaluation.ts';
import type { LanguageDocument } from '#renderer/features/editor/language/languageDocument.ts';
import { chosenNodesOf } from '#renderer/features/run/chosenNodes.ts';
import { perApp } from '#renderer/features/run/perApp.ts';
import { deploymentOf } from '#renderer/store/deployments.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { Target } from '#shared/contract/common.ts';
import type { Deployment } from '#shared/contract/deployments.ts';
import type { CompositionOutline } from '#shared/nixLanguage/composition/outline.ts';
import { readComposition } from '#shared/nixLanguage/composition/readComposition.ts';
import { type NixDocument, parseNix } from '#shared/nixLanguage/syntax/document.ts';
import { compositionPath } from './compositionPath.ts';
import { type Evaluation, mergeTopology } from './model/mergeTopology.ts';
import { presentDeployment } from './model/nodes.ts';
import { steadyOutline } from './model/steadyOutline.ts';
import type { TopologyModel } from './model/topology.ts';

export interface TopologyState {
  /** What the picture is of; null when no project is open. */
  readonly target: Target | null;
  /** The file that the composition is written in, relative to the project. */
  readonly file: string;
  /** The text that ranges of the model speak of; null while the file is not read. */
  readonly text: NixDocument | null;
  readonly model: TopologyModel;
  /** Of which nodes are there; null when nothing runs. */
  readonly deployment: Deployment | null;
  readonly isEvaluating: boolean;
  /** Whether Nix could not read the composition as it was saved last. */
  readonly hasProblem: boolean;
}

const empty: TopologyState = {
  target: null,
  file: '',
  text: null,
  model: { roles: [], edges: [], isEvaluated: false, differences: 0 },
  deployment: null,
  isEvaluating: false,
  hasProblem: false,
};

export const topologyOf = perApp(createTopology);

function createTopology(app: AppContext): ReadableSlice<TopologyState> {
  const { deployments, workspace } = app;
  const { files, language } = editorOf(app);
  const nix = evaluationOf(app);
  const chosenNodes = chosenNodesOf(app);
  const slice = createSlice<TopologyState, TopologyState>(empty, (_, next) => next);
  const readEvaluation = rememberEvaluation();
  const follow = createFollower(compute);

  /** Follows the chain of files from the project's to the one of the chosen composition. */
  function findDocument(): { readonly path: string; readonly document: LanguageDocument | null } | null {
    const { project } = workspace.getState();
    if (project.phase !== 'open' || files.getState().directory !== project.project.directory) return null;
    let path = project.project.compositionFile;
    const followed: ReadableSlice<LanguageDocument | null>[] = [];
    const read = (): LanguageDocument | null => {
      const document = language.document(path);
      followed.push(document);
      return document.getState();
    };
    let document = read();
    if (document !== null && document.outline.kind === 'compositions') {
      const inner = compositionPath(path, document.outline, project.composition);
      if (inner !== null) {
        path = inner;
        document = read();
      }
    }
    follow(followed);
    return { path, document };
  }

  function compute(): void {
    const target = workspace.target();
    const found = findDocument();
    if (target === null || found === null) {
      if (slice.getState() !== empty) slice.dispatch(empty);
      return;
    }
    const { path, document } = found;
    const steady = document === null ? null : steadyOutline(document);
    const { target: asked, answer, asking, problem } = nix.getState();
    const isAsked = asked?.composition === target.composition && asked.flavour === target.flavour;
    const deployment = deploymentOf(deployments.getState(), target);
    slice.dispatch({
      target,
      file: path,
      text: steady?.text ?? null,
      deployment: presentDeployment(deployment),
      isEvaluating: asking,
      hasProblem: problem !== null,
      model: mergeTopology({
        outline: steady?.outline ?? null,
        evaluation: isAsked && answer !== null ? readEvaluation(answer, () => savedText(path)) : null,
        deployment,
        chosen: chosenNodes.forStart(target),
      }),
    });
  }

  const savedText = (path: string): string | null => files.getState().files[path]?.saved?.text ?? null;

  for (const one of [workspace, deployments, nix, chosenNodes]) one.subscribe(compute);
  // Only which project's files are open matters here: what is in them, their documents tell.
  files.subscribe((state, before) => {
    if (state.directory !== before.directory) compute();
  });
  compute();
  return slice;
}

/** What Nix said, with the outline of the text that was saved when it said so. */
function rememberEvaluation() {
  let last: { readonly answer: Evaluation['composition']; readonly evaluation: Evaluation } | null = null;
  return (answer: Evaluation['composition'], savedText: () => string | null): Evaluation => {
    if (last?.answer === answer && last.evaluation.outline !== null) return last.evaluation;
    const text = savedText();
    const outline: CompositionOutline | null = text === null ? null : readComposition(parseNix(text));
    last = { answer, evaluation: { composition: answer, outline } };
    return last.evaluation;
  };
}

/** Listens to a list of slices that can change. */
function createFollower(listener: () => void): (slices: readonly ReadableSlice<unknown>[]) => void {
  const stops = new Map<ReadableSlice<unknown>, () => void>();
  return (slices) => {
    for (const [slice, stop] of stops) {
      if (slices.includes(slice)) continue;
      stop();
      stops.delete(slice);
    }
    for (const slice of slices) {
      if (!stops.has(slice)) stops.set(slice, slice.subscribe(listener));
    }
  };
}
