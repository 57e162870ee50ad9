// A standard answer, a role and a saved filter go after a question, and not without a yes.
import { desk, STAFF } from './desk';
import { expect, test } from './fixtures';

test('a standard answer and a role are taken back after a question', async ({ browser, server }) => {
  const admin = await desk(browser, server, STAFF.admin);
  await admin.goto('/admin/answers');
  const rows = admin.locator('.desk-rows > li');
  await expect(rows.first()).toBeVisible();
  const before = await rows.count();
  const asks = admin.getByRole('dialog');
  await rows.first().getByRole('button', { name: '删掉' }).click();
  await asks.getByRole('button', { name: '取消' }).click();
  await expect(asks).toHaveCount(0);
  await expect(rows).toHaveCount(before);
  await rows.first().getByRole('button', { name: '删掉' }).click();
  await asks.getByRole('button', { name: '删掉' }).click();
  await expect(admin.getByText('删掉了')).toBeVisible();
  await expect(rows).toHaveCount(before - 1);

  await admin.goto('/admin/roles');
  const coordinator = admin.getByRole('listitem').filter({ hasText: '138****0007' });
  await coordinator.getByRole('button').click();
  await asks.getByRole('button', { name: '收回' }).click();
  await expect(coordinator).toHaveCount(0);
  await admin.context().close();
});

test('a saved filter brings its list back, and is removed after a question', async ({ browser, server }) => {
  const street = await desk(browser, server, STAFF.street);
  await street.goto('/admin');
  await street.getByRole('button', { name: '筛选' }).click();
  const sheet = street.getByRole('dialog', { name: '筛选' });
  await sheet.locator('select').first().selectOption({ index: 1 });
  await sheet.getByText('把现在的筛选存下来').click();
  await sheet.getByLabel('起个名字').fill('我的一类');
  await sheet.getByRole('button', { name: '存下来' }).click();
  await expect(sheet.getByRole('button', { name: '我的一类', exact: true })).toBeVisible();
  await sheet.getByRole('button', { name: '我的一类', exact: true }).click();
  await expect(sheet).toHaveCount(0);

  await street.getByRole('button', { name: '筛选' }).click();
  await sheet.getByRole('button', { name: '删掉“我的一类”' }).click();
  await street.getByRole('dialog', { name: '删掉“我的一类”？' }).getByRole('button', { name: '删掉' }).click();
  await expect(sheet.getByRole('button', { name: '我的一类', exact: true })).toHaveCount(0);
  await street.context().close();
});
