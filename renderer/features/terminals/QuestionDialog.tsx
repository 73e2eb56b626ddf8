import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { questionsOf } from './questions.ts';
import './Terminals.css';

/** Asks what terminals have to ask. */
export function QuestionDialog() {
  const asked = useSlice(questionsOf(useApp()).asked, (state) => state);
  if (asked === null) return null;
  const { question, answer } = asked;
  return (
    <Dialog
      open
      onClose={() => answer(false)}
      title={question.title}
      description={question.description}
      actions={
        <>
          <Button onClick={() => answer(false)}>Cancel</Button>
          <Button look="primary" onClick={() => answer(true)}>
            {question.action}
          </Button>
        </>
      }
    >
      {question.text !== undefined && <pre className="terminal-question">{question.text}</pre>}
    </Dialog>
  );
}
