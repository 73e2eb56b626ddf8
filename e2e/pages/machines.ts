/** What can be done to nodes as machines, as a user finds it. */
import type { Page } from '@playwright/test';
import { Run } from './run.ts';
import { Terminal } from './terminals.ts';

export class Machines {
  readonly page: Page;
  readonly run: Run;

  constructor(page: Page) {
    this.page = page;
    this.run = new Run(page);
  }

  /** Chooses from the menu of a node in the table of nodes. */
  async choose(node: string, action: string): Promise<void> {
    await this.run.show('Nodes');
    await this.run
      .node(node)
      .getByRole('button', { name: `What can be done to ${node}` })
      .click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }

  /** The same, with a yes to the question that follows. */
  async chooseAndAgree(node: string, action: string): Promise<void> {
    await this.choose(node, `${action} …`);
    await this.page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click();
  }

  /** The console tab of a node, which is on the screen. */
  console(node: string): Terminal {
    const input = this.page.getByRole('textbox', { name: `Console of ${node}` });
    return new Terminal(
      this.page,
      this.page.locator('.terminal-panel').filter({ has: input, visible: true }),
    );
  }
}
