/** What the tour says. */
import type { Goal, StepName } from './steps.ts';

export interface StepWords {
  /** A verb and its object. */
  readonly title: string;
  /** What to do, in a sentence. */
  readonly what: string;
  /** Why it matters, in a sentence. */
  readonly why: string;
}

export const stepWords: Readonly<Record<StepName, StepWords>> = {
  read: {
    title: 'Read the composition',
    what: 'composition.nix describes two roles: put the cursor into each of them, or click them in the picture.',
    why: 'A role is a kind of machine, and this text is all there is to the system: whoever has it can build the same one.',
  },
  change: {
    title: 'Change the page',
    what: 'Write a line of your own into the page that the server sends, and save the file.',
    why: 'What the editor and the picture tell follows each key; Nix builds what is saved.',
  },
  run: {
    title: 'Build and start',
    what: 'Press the button in the middle of the top bar. It always does what is needed next.',
    why: 'Building turns the text into the files of each role; starting makes nodes of them, as many as you want of each role.',
  },
  look: {
    title: 'Look inside',
    what: 'Open a terminal on the node client, and fetch the page from the server with this command.',
    why: 'Nodes find each other by name, as on a real network. Your line on the client shows that both run what you wrote.',
  },
  mend: {
    title: 'Break it and mend it',
    what: 'Take the semicolon away from the end of a line, read the message, and put it back.',
    why: 'A forgotten semicolon is everybody’s first mistake in Nix, and the message stands where it is missing.',
  },
};

export interface GoalWords {
  /** The state of things in which the goal is reached. */
  readonly reached: string;
  /** What helps somebody who has not got there for a while. */
  readonly hint: string;
}

export const goalWords: Readonly<Record<Goal, GoalWords>> = {
  opened: {
    reached: 'composition.nix is open',
    hint: '“Show me” opens it. All files of the project are behind the first icon at the left edge.',
  },
  'server-seen': {
    reached: 'You looked at the role server',
    hint: 'Click anywhere between “server =” and the “};” that ends it.',
  },
  'client-seen': {
    reached: 'You looked at the role client',
    hint: 'Click on the word client in the line “client = { ... }: { };”.',
  },
  edited: {
    reached: 'The page has a line of your own',
    hint: 'Change the words between <p> and </p>, for example. Lines that are only moved or removed do not count: there would be nothing to recognise your page by.',
  },
  saved: {
    reached: 'The file is saved',
    hint: 'Click into the text and save it with the keys that save in every editor. The dot in the tab goes away.',
  },
  built: {
    reached: 'Both roles are built from the new text',
    hint: 'If the build failed, the panel Build says why. The page needs your line, and the file must be saved.',
  },
  running: {
    reached: 'All nodes run, from the new build',
    hint: 'If a node failed or ended, the panel Nodes says why. If nodes run from an older build, the button in the top bar offers to apply the changes.',
  },
  terminal: {
    reached: 'A terminal is open on client',
    hint: 'The panel Nodes has a button for a terminal in the row of each node. A double click on the node in the picture opens one too.',
  },
  fetched: {
    reached: 'The terminal shows your page',
    hint: 'Click into the terminal, paste the command and press Enter. If another text comes back, the nodes run from an older build: apply the changes.',
  },
  broken: {
    reached: 'The message was there',
    hint: 'Remove the ; after “port = 80”, for example, and wait a moment.',
  },
  mended: {
    reached: 'The text is whole again',
    hint: 'Put the ; back where the message points, or undo what you did.',
  },
};
