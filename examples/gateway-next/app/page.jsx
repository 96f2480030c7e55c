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
            <button>Sign out</button>
          </form>
        )}
      </header>
      {session ? (
        <Editors />
      ) : (
        <section id="sign-in">
          <h2>Sign in</h2>
          <p>A stand-in for your own sign-in: choose who you are.</p>
          <form action={signIn}>
            <button name="user" value="ann">
              Ann
            </button>
            <button name="user" value="grace">
              Grace
            </button>
            <button name="user" value="olive">
              Olive, who runs the account
            </button>
          </form>
        </section>
      )}
    </>
  );
}
