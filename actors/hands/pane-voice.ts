/**
 * The way from the panes to the head: messages in order, to every listener, and never from within
 * `send`, because whoever sends is in the middle of a turn. Pictures have a way of their own.
 *
 * @spec kernel 7.3
 */
import type { HandsMessage, PanePicture } from '../../machines/hands/pane-messages.ts';
import type { Clock } from '../../runtime/host/host.ts';

export interface PaneVoice {
  say(message: HandsMessage): void;
  show(picture: PanePicture): void;
  onAnswer(listener: (message: HandsMessage) => void): () => void;
  onPicture(listener: (picture: PanePicture) => void): () => void;
  /** Runs the handling of an order; what is said meanwhile is told in a later turn. */
  during(handle: () => void): void;
}

type Telling = () => void;

export function createPaneVoice(clock: Clock): PaneVoice {
  const answers = new Set<(message: HandsMessage) => void>();
  const pictures = new Set<(picture: PanePicture) => void>();
  const queue: Telling[] = [];
  let depth = 0;
  let isTelling = false;
  let isDue = false;

  function tell(): void {
    if (isTelling) return;
    isTelling = true;
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) next();
    } finally {
      isTelling = false;
    }
  }

  function give(telling: Telling): void {
    queue.push(telling);
    if (depth === 0 && !isDue) tell();
    else if (!isTelling && !isDue) {
      isDue = true;
      clock.setTimeout(() => {
        isDue = false;
        tell();
      }, 0);
    }
  }

  return {
    say: (message) =>
      give(() => {
        for (const listener of answers) listener(message);
      }),
    show: (picture) =>
      give(() => {
        for (const listener of pictures) listener(picture);
      }),
    onAnswer(listener) {
      answers.add(listener);
      return () => void answers.delete(listener);
    },
    onPicture(listener) {
      pictures.add(listener);
      return () => void pictures.delete(listener);
    },
    during(handle) {
      depth += 1;
      try {
        handle();
      } finally {
        depth -= 1;
      }
    },
  };
}
