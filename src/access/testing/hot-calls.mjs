import { createJiti } from 'jiti';

/**
 * Asks Cedar until V8 has made code of the caller, and then takes away what it was made on while Cedar reads the question. In a
 * process of its own, for without care that ends it.
 */
const { loadCedar } = await createJiti(import.meta.url).import('../cedar/cedar.ts');
const { statefulIsAuthorized, slots } = await loadCedar();
const preparsedPolicySetId = slots.nameOf('calls', () => ({ all: 'permit (principal, action, resource);' }));
const uid = (type) => ({ type, id: 'x' });
const shape = { constant: 1 };
let changes = false;

const contextOf = (number) => ({
  get read() {
    if (changes) {
      shape.constant = number;
      shape[`other${number}`] = number;
    }
    return 1;
  },
});

const call = (number) => {
  const asked = { principal: uid('User'), action: uid('Action'), resource: uid('Resource') };
  const context = contextOf(number);
  const answer = statefulIsAuthorized({ ...asked, context, entities: [], preparsedPolicySetId });
  return answer.type.length + shape.constant;
};

for (let round = 0; round < 20; round += 1) {
  changes = false;
  for (let time = 0; time < 1000; time += 1) call(time);
  changes = true;
  call(100_000 + round);
}
process.stdout.write(`${shape.constant}\n`);
