namespace Nca.Automaton;

/// <summary>Looks for numbers that are no longer numbers.</summary>
internal static class FiniteNumbers
{
    /// <summary>Whether any value is NaN or infinite.</summary>
    public static bool ContainsAnyNonFinite(this Span<float> values)
    {
        foreach (var value in values)
            if (!float.IsFinite(value))
                return true;
        return false;
    }
}
