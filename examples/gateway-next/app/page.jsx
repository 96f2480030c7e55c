import { signIn, signOut } from './actions';
import Editors from './editors';
import { currentSession } from './sign-in';

export default async function Page() {
  const session = await currentSession();
  return (
    <>
      <header>
        <h1>Contact cards</h1>
        {session && (
          <form action={signOut}>
            <button type="submit">Sign out</button>
          </form>
        )}
      </header>
      {session ? (
        <Editors />
      ) : (
        <section id="sign-in">
          <h2>Sign in</h2>
          <p>For demonstration: choose the user to sign in as.</p>
          <form action={signIn}>
            <button type="submit" name="user" value="ann">
              Ann
            </button>
            <button type="submit" name="user" value="grace">
              Grace
            </button>
            <button type="submit" name="user" value="olive">
              Olive, who runs the account
            </button>
          </form>
        </section>
      )}
    </>
  );
}
