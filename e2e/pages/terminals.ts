/** Terminals and logs, as a user finds and uses them. */
import type { Locator, Page } from '@playwright/test';

export class Terminals {
  readonly page: Page;
  /** Where terminals are opened. */
  readonly home: Locator;
  readonly allNodes: Locator;

  constructor(page: Page) {
    this.page = page;
    this.home = page.getByRole('tab', { name: 'Terminals', exact: true });
    this.allNodes = page.getByRole('region', { name: 'Terminals on all nodes' });
  }

  /** Opens the terminal of a node, and waits for its prompt. */
  async open(node: string): Promise<Terminal> {
    await this.home.click();
    await this.page
      .getByRole('listitem')
      .filter({ hasText: node })
      .getByRole('button', { name: /^(Open|Show) terminal$/ })
      .click();
    const terminal = this.on(node);
    await terminal.prompt.waitFor();
    return terminal;
  }

  /** The terminal tab of a node; one tab at a time is on the screen. */
  on(node: string): Terminal {
    const input = this.page.getByRole('textbox', { name: `Terminal on ${node}` });
    return new Terminal(
      this.page,
      this.page.locator('.terminal-panel').filter({ has: input, visible: true }),
    );
  }

  /** The tile of a node among all nodes. */
  tile(node: string): Terminal {
    return new Terminal(this.page, this.allNodes.getByRole('region', { name: node, exact: true }));
  }

  async putIntoClipboard(text: string): Promise<void> {
    // The desktop window lets its page use the clipboard; a browser wants to be asked.
    await this.page
      .context()
      .grantPermissions(['clipboard-read', 'clipboard-write'])
      .catch(() => undefined);
    await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  }

  tab(title: string): Locator {
    return this.page.getByRole('tab', { name: title, exact: true });
  }
}

export class Terminal {
  readonly page: Page;
  readonly frame: Locator;
  /** The lines that can be seen. */
  readonly text: Locator;
  /** A line that waits for a command. */
  readonly prompt: Locator;
  /** What is said under the screen, e.g. how the shell ended. */
  readonly said: Locator;
  readonly reconnect: Locator;

  constructor(page: Page, frame: Locator) {
    this.page = page;
    this.frame = frame;
    this.text = frame.locator('.xterm-rows');
    this.prompt = this.text.locator('> div').filter({ hasText: /#\s*$/ }).last();
    this.said = frame.getByRole('status');
    this.reconnect = frame.getByRole('button', { name: 'Reconnect' });
  }

  /** Types a command and Enter. */
  async run(command: string): Promise<void> {
    await this.type(`${command}\n`);
  }

  async type(text: string): Promise<void> {
    await this.frame.locator('.xterm-screen').click();
    await this.page.keyboard.type(text);
  }

  /** Drops a file from the desktop on it. */
  async drop(name: string, content: string): Promise<void> {
    // As text: only the page knows what a DataTransfer is.
    const files = await this.page.evaluateHandle(`{
      const data = new DataTransfer();
      data.items.add(new File([${JSON.stringify(content)}], ${JSON.stringify(name)}));
      data;
    }`);
    await this.frame.locator('.terminal-place').dispatchEvent('drop', { dataTransfer: files });
  }
}
