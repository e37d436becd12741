namespace Nca.Notebooks.Comparison;

/// <summary>Which lines of two texts differ: those outside a longest common sequence of lines.</summary>
internal static class LineDifferences
{
    private const int MostLines = 2000;

    public static (IReadOnlyList<(string Line, bool Differs)> Left, IReadOnlyList<(string Line, bool Differs)> Right) Of(
        string left,
        string right
    )
    {
        var (ours, theirs) = (left.ReplaceLineEndings("\n").Split('\n'), right.ReplaceLineEndings("\n").Split('\n'));

        // The table grows with the product; beyond this a reader needs other tools.
        if (ours.Length > MostLines || theirs.Length > MostLines)
            return ([.. ours.Select(line => (line, true))], [.. theirs.Select(line => (line, true))]);
        var common = new int[ours.Length + 1, theirs.Length + 1];
        for (var i = ours.Length - 1; i >= 0; i--)
            for (var j = theirs.Length - 1; j >= 0; j--)
                common[i, j] = ours[i] == theirs[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);

        var (first, second) = (
            ours.Select(line => (Line: line, Differs: true)).ToArray(),
            theirs.Select(line => (Line: line, Differs: true)).ToArray()
        );
        for (int i = 0, j = 0; i < ours.Length && j < theirs.Length;)
        {
            if (ours[i] == theirs[j])
                (first[i++].Differs, second[j++].Differs) = (false, false);
            else if (common[i + 1, j] >= common[i, j + 1])
                i++;
            else
                j++;
        }

        return (first, second);
    }
}
