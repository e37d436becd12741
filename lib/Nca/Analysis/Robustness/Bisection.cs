namespace Nca.Analysis.Robustness;

/// <summary>
/// Finds the largest whole number for which something holds that holds up to a limit and not beyond, by halving: ask for
/// <see cref="Next"/>, then <see cref="Tell"/> whether it holds there, until there is no next. Several of them can be asked side by side.
/// </summary>
public sealed class Bisection
{
    private int _fails;

    /// <summary>Begins.</summary>
    /// <param name="holds">A number for which it is known to hold.</param>
    /// <param name="last">The last number that is asked about, at least <paramref name="holds"/>.</param>
    public Bisection(int holds, int last)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(last, holds);
        (Largest, Last, _fails) = (holds, last, last + 1);
    }

    /// <summary>The largest number for which it is known to hold.</summary>
    public int Largest { get; private set; }

    /// <summary>The last number that is asked about; where it holds there, the limit lies at it or beyond.</summary>
    public int Last { get; }

    /// <summary>What to ask about next; null where the limit is known.</summary>
    public int? Next => _fails - Largest > 1 ? Largest + (_fails - Largest) / 2 : null;

    /// <summary>Tells whether it holds for <see cref="Next"/>.</summary>
    /// <param name="holds">Whether it does.</param>
    /// <exception cref="InvalidOperationException">Nothing was asked.</exception>
    public void Tell(bool holds)
    {
        var asked = Next ?? throw new InvalidOperationException("The limit is known; there is nothing to tell.");
        if (holds)
            Largest = asked;
        else
            _fails = asked;
    }

    /// <summary>The largest number for which something holds.</summary>
    /// <param name="holds">A number for which it is known to hold.</param>
    /// <param name="last">The last number that is asked about.</param>
    /// <param name="test">Asked once for each number that matters.</param>
    public static int LargestWhere(int holds, int last, Func<int, bool> test)
    {
        ArgumentNullException.ThrowIfNull(test);
        var search = new Bisection(holds, last);
        while (search.Next is { } asked)
            search.Tell(test(asked));
        return search.Largest;
    }
}
