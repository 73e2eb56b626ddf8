/** The page of a window without a project. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Welcome {
  readonly page: Page;
  readonly heading: Locator;

  constructor(page: Page) {
    this.page = page;
    this.heading = page.getByRole('heading', { name: 'Describe machines, build them, run them' });
  }

  /** Makes a project from a template in a folder and waits until it is open. */
  async create(template: string, directory: string): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^${template}\\b`) }).click();
    const dialog = this.page.getByRole('dialog', { name: `New project from “${template}”` });
    await dialog.getByRole('combobox', { name: 'Folder' }).fill(directory);
    await dialog.getByRole('button', { name: 'Create project' }).click();
    await expect(dialog).toBeHidden();
  }
}
