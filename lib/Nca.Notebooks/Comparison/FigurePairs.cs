namespace Nca.Notebooks.Comparison;

/// <summary>Which figure of one report belongs to which of another.</summary>
internal static class FigurePairs
{
    /// <summary>
    /// Pairs by link first; what is left of the same notebook by cell, because a title may name a parameter: where titles differ in numbers
    /// only, else by place where both cells have as many figures left. The order is the left report's, and what only the right one has
    /// stands behind the figure that it follows there.
    /// </summary>
    public static IReadOnlyList<(ReportedFigure? Left, ReportedFigure? Right)> Of(ComparedReport left, ComparedReport right)
    {
        var partner = new Dictionary<ReportedFigure, ReportedFigure>(ReferenceEqualityComparer.Instance);
        var free = right.Figures.ToList();
        void Pair(Func<ReportedFigure, ReportedFigure, bool> belong)
        {
            foreach (var figure in left.Figures.Where(figure => !partner.ContainsKey(figure)))
                if (free.FindIndex(other => belong(figure, other)) is >= 0 and var index)
                {
                    partner[figure] = free[index];
                    free.RemoveAt(index);
                }
        }

        Pair((figure, other) => figure.Id == other.Id);
        if (left.Summary.Name == right.Summary.Name)
        {
            Pair((figure, other) => figure.Cell == other.Cell && Words(figure.Title) == Words(other.Title));
            var even = left
                .Figures.Where(figure => !partner.ContainsKey(figure))
                .GroupBy(figure => figure.Cell)
                .Where(cell => cell.Count() == free.Count(other => other.Cell == cell.Key))
                .Select(cell => cell.Key)
                .ToHashSet();
            Pair((figure, other) => figure.Cell == other.Cell && even.Contains(figure.Cell));
        }

        var pairs = left.Figures.Select(figure => ((ReportedFigure?)figure, partner.GetValueOrDefault(figure))).ToList();
        foreach (var lonely in free)
        {
            var before = right.Figures.TakeWhile(figure => !ReferenceEquals(figure, lonely)).LastOrDefault();
            pairs.Insert(before is null ? 0 : pairs.FindIndex(pair => ReferenceEquals(pair.Item2, before)) + 1, (null, lonely));
        }

        return pairs;
    }

    private static string Words(string title) =>
        string.Concat(title.Where(character => !char.IsAsciiDigit(character) && character is not ('.' or ',')));
}
